/** Loaded on every page: htmx, the custom elements, and one small controller per behaviour. */
import { Application } from "@hotwired/stimulus";
import { AutosizeController } from "../controllers/autosize_controller";
import { BellController } from "../controllers/bell_controller";
import { ConfirmController } from "../controllers/confirm_controller";
import { CopyController } from "../controllers/copy_controller";
import { DialogController } from "../controllers/dialog_controller";
import { FileChoiceController } from "../controllers/file_choice_controller";
import { InlineEditController } from "../controllers/inline_edit_controller";
import { MenuController } from "../controllers/menu_controller";
import { PaletteController } from "../controllers/palette_controller";
import { PushController } from "../controllers/push_controller";
import { ShortcutsController } from "../controllers/shortcuts_controller";
import { TabsController } from "../controllers/tabs_controller";
import { ToastController } from "../controllers/toast_controller";
import { defineElements } from "../elements";
import { setUpHtmx } from "../lib/htmx_setup";
import { startLive } from "../lib/live";

defineElements();
setUpHtmx();
startLive();

const application = Application.start();
application.register("autosize", AutosizeController);
application.register("bell", BellController);
application.register("confirm", ConfirmController);
application.register("copy", CopyController);
application.register("dialog", DialogController);
application.register("file-choice", FileChoiceController);
application.register("inline-edit", InlineEditController);
application.register("menu", MenuController);
application.register("palette", PaletteController);
application.register("push", PushController);
application.register("shortcuts", ShortcutsController);
application.register("tabs", TabsController);
application.register("toast", ToastController);

declare global {
  interface Window {
    /** Further entries (board.ts) register their controllers here instead of starting a second application. */
    voronka: { application: Application };
  }
}
window.voronka = { application };
