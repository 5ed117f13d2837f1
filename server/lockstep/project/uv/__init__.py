"""What uv says and needs: its settings, its Pythons, its environments, and questions to it."""
