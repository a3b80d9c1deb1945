"""How programs get keys: SMART on FHIR 2 over OAuth 2.1 and OpenID Connect. The protocol is Authlib's (ADR 0802)."""
