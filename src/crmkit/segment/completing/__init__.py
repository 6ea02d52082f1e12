"""What an editor needs: what could be written at the cursor, and a grammar to colour the text by."""
