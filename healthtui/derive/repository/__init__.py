"""What lies where: packages, folders, areas, the module graph, and the tools of each package."""
