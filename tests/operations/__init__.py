"""Operations: one run of one command."""
