"""What every room uses and no subject owns."""
