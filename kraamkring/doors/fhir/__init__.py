"""What other systems ask and send: FHIR R4 over HTTP. It knows no session: every request brings its own key."""
