import { AlertKind, DeliveryState } from "../protocol/livegenre/v1/alerts_pb";

const KINDS: Readonly<Record<AlertKind, string>> = {
  [AlertKind.UNSPECIFIED]: "Alert",
  [AlertKind.SILENCE]: "Silence",
  [AlertKind.NO_DATA]: "No data",
  [AlertKind.TALK]: "Talk too long",
  [AlertKind.OFF_FORMAT]: "Off format",
  [AlertKind.CLIPPING]: "Clipping",
  [AlertKind.MODEL_FAILING]: "Model failing",
  [AlertKind.LOW_CONFIDENCE]: "Low confidence",
};

const DELIVERIES: Readonly<Record<DeliveryState, string>> = {
  [DeliveryState.UNSPECIFIED]: "Not known",
  [DeliveryState.WAITING]: "Waiting",
  [DeliveryState.DELIVERED]: "Delivered",
  [DeliveryState.DEAD]: "Given up",
};

/** What an alert is about, in words. */
export function kindName(kind: AlertKind): string {
  return KINDS[kind] ?? KINDS[AlertKind.UNSPECIFIED];
}

/** How a message fared, in words. */
export function deliveryName(state: DeliveryState): string {
  return DELIVERIES[state] ?? DELIVERIES[DeliveryState.UNSPECIFIED];
}
