"""Where the platform is asked."""
