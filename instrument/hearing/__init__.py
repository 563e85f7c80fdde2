"""What is heard in sound: where something begins, and the beat. Numpy alone."""
