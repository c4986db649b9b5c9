/** Pages that are printed. */
import { PrintController } from "../controllers/print_controller";

window.voronka.application.register("print", PrintController);
