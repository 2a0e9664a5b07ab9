"""Who was heard on which side of an assumption, and what an insight rests on."""
