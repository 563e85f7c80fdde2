"""What is made from the tables of parameters and commands, one module for each client."""
