"""Records of others, as files: FHIR R4 and STU3, JSON and XML. Read and understood here; written by a flow."""
