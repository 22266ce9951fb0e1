"""Party reviews asked of a language model: the prompt, the program of one article, its follow-up."""
