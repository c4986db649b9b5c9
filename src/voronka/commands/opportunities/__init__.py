"""Bringing in a folder of opportunities as a workspace: sellers, teams, companies, deals with their dates."""
