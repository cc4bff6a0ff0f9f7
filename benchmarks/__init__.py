"""What Cutaway costs, as ratios against named peers measured in the same run."""
