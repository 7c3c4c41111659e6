# Signing in and stating in the browser.
