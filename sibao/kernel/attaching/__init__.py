"""Attachments (附件): files that people hang on a thing of any context; one component with list, look, removal and purge.

Bytes and row are written in one transaction, both in the database: no crash leaves one without the other, and a backup holds
both. Bytes are kept once for each hash and zone, sealed, and have no address of their own.
"""
