"""Our work timed beside the bare libraries doing the same work, on the same data in the same run."""
