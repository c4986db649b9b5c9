/** Loaded where the playbook is edited. */
import { PlaybookEditorController } from "../controllers/playbook_editor_controller";

window.voronka.application.register("playbook-editor", PlaybookEditorController);
