"""What others report about our messages: the gateway for text messages says what arrived."""
