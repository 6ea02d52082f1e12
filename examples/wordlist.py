"""Word lists written as running text."""


def words(text: str, *, between: str = ";") -> list[str]:
    """Cut a text into words: `words("rue Neuve;rue du Pont")` gives both streets."""
    return [word.strip() for word in text.split(between)]
