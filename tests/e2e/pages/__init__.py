"""What people see and press on each page, by the names they would use."""
