"""What earlier builds made, kept until it is out of date."""
