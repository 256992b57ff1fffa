// The one entry of every page: it fetches the elements that the page uses.
import { load } from "./lib/load.js";
import { listen } from "./lib/keys.js";

load(document);
listen(document);
