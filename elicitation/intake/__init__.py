"""Forms on paper, in a workbook or at the terminal, and the judgements read from them."""
