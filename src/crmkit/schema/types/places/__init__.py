"""What countries, regions and localities are called, in their languages and by their old names."""
