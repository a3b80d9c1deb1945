"""Around the birth: admission, birth, going home, back in hospital, visit, screening, hand-over, loss."""
