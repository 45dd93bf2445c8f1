/** Whether an alert wakes this phone, and changing that. */
import { device } from "./this_device";

export type { NotificationState } from "./types";

export const { notifications, turnOnNotifications, turnOffNotifications } = device;
