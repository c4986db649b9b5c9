"""The search index proper: FTS5 with trigrams on SQLite, GIN with pg_trgm on PostgreSQL.

On SQLite two FTS5 tables take their text from the documents and the words (external content), kept
by triggers. Words stand between spaces there, so that their first and last letters make trigrams too, as
pg_trgm does by itself: two letters changed places in the middle leave those. Source: the FTS5 documentation, "External Content Tables" and "The Trigram Tokenizer".
"""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    """CREATE VIRTUAL TABLE voronka_search_fts USING fts5(
        text, access, content='voronka_searchdocument', content_rowid='id', tokenize='trigram', columnsize=0)""",
    """CREATE TRIGGER search_document_added AFTER INSERT ON voronka_searchdocument BEGIN
        INSERT INTO voronka_search_fts(rowid, text, access) VALUES (NEW.id, NEW.text, NEW.access); END""",
    """CREATE TRIGGER search_document_gone AFTER DELETE ON voronka_searchdocument BEGIN
        INSERT INTO voronka_search_fts(voronka_search_fts, rowid, text, access)
        VALUES ('delete', OLD.id, OLD.text, OLD.access); END""",
    """CREATE TRIGGER search_document_changed AFTER UPDATE ON voronka_searchdocument
        WHEN OLD.text <> NEW.text OR OLD.access <> NEW.access BEGIN
        INSERT INTO voronka_search_fts(voronka_search_fts, rowid, text, access)
        VALUES ('delete', OLD.id, OLD.text, OLD.access);
        INSERT INTO voronka_search_fts(rowid, text, access) VALUES (NEW.id, NEW.text, NEW.access); END""",
    """CREATE VIRTUAL TABLE voronka_word_fts USING fts5(
        word, content='voronka_searchword', content_rowid='id', tokenize='trigram', columnsize=0, detail=none)""",
    """CREATE TRIGGER search_word_added AFTER INSERT ON voronka_searchword BEGIN
        INSERT INTO voronka_word_fts(rowid, word) VALUES (NEW.id, ' ' || NEW.word || ' '); END""",
    """CREATE TRIGGER search_word_gone AFTER DELETE ON voronka_searchword BEGIN
        INSERT INTO voronka_word_fts(voronka_word_fts, rowid, word) VALUES ('delete', OLD.id, ' ' || OLD.word || ' '); END""",
]

POSTGRES = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """CREATE INDEX search_document_text ON voronka_searchdocument
        USING gin (string_to_array(access, ' '), text gin_trgm_ops)""",
    # What a name begins with, by kind (the upper bits of the id). Cut short: an index row has a limit of 2,700 bytes.
    """CREATE INDEX search_document_beginning ON voronka_searchdocument
        ((id >> 40), (left(text, 40)) text_pattern_ops)""",
    "CREATE INDEX search_word_text ON voronka_searchword USING gin (word gin_trgm_ops)",
]

UNDO_SQLITE = [
    "DROP TABLE voronka_word_fts",
    "DROP TABLE voronka_search_fts",
    "DROP TRIGGER search_word_added",
    "DROP TRIGGER search_word_gone",
    "DROP TRIGGER search_document_added",
    "DROP TRIGGER search_document_gone",
    "DROP TRIGGER search_document_changed",
]

UNDO_POSTGRES = [
    "DROP INDEX search_word_text",
    "DROP INDEX search_document_beginning",
    "DROP INDEX search_document_text",
]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index of the database in use."""
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop it again."""
    for statement in UNDO_POSTGRES if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Install the search index."""

    dependencies: ClassVar = [("voronka", "0002_next_step_and_log_guards")]
    operations: ClassVar = [migrations.RunPython(install, remove)]
