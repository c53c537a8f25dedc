"""What the photographer wrote into the file: bytes in, words out, and the other way round. No database, no Django.

    blocks.find → exif.parse, iim.parse, xmp.parse → reading.read, which asks nobody and damage what is no person's words
    writing.with_words → merge.merged, iim.written, exif.with_texts, containers.with_packet

Source: IPTC Photo Metadata Standard 2025.1 for the fields; the rule of which block wins is our own, in reading.py.
"""
