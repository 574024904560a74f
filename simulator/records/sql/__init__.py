"""The store over SQLAlchemy Core: imported when a store is opened, never before."""
