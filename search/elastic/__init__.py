"""The engine for a site that has outgrown one machine: an Elasticsearch cluster. Nothing of the client is imported until one is
configured."""
