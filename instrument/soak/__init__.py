"""`lmdm soak`: plays for hours while everything that can fail is made to fail, and reports."""
