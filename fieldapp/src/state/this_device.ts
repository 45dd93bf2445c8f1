/** The one device of this page. */
import { createDevice } from "./device";
import type { Device } from "./device";

export const device: Device = createDevice();
