"""Official documents (公文): PDF with number, check code (校验码) and QR code, issued once and verifiable by anyone."""
