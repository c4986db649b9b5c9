/** Loaded on the pages of a person and of a company. */
import { ClientController } from "../controllers/client_controller";

window.voronka.application.register("client", ClientController);
