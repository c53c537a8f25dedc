"""The invented newspaper that a first start loads: stories, pictures and the generator of its illustrations."""
