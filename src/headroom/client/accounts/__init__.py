"""What calls took and saved: counted, priced and kept, off their way."""
