"""What others report about our messages: who brings text messages, mail servers, and the browsers that show them."""
