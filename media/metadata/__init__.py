"""What the photographer wrote into the file: bytes in, words out. No database, no Django.

    blocks.find → exif.parse, iim.parse, xmp.parse → reading.read

Source: IPTC Photo Metadata Standard 2025.1 for the fields; the rule of which block wins is our own, in reading.py.
"""
