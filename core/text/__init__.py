"""What makes Chinese and English text findable: folding, script variants, segmentation, pinyin, query syntax."""
