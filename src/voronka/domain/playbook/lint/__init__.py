"""What in a readable playbook works against those who follow it: a rule a function, each finding a typed value."""
