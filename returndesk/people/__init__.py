"""The application for the people who answer customers: `returndesk serve people`."""
