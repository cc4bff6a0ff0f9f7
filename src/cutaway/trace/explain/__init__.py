"""Why a number is what it is: runs a block again with every operation on a tape, and follows the number back."""
