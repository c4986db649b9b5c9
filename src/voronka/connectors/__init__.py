"""What speaks to others: mail servers, push services, bots. Each raises OutsideError and knows no rows."""
