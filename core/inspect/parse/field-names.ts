/**
 * Names under which the field's loggers write what every record has, best first. One with a dot may be a
 * key as it stands, or nested objects.
 */
export const timeNames = ["time", "timestamp", "ts", "@timestamp", "t", "eventTime"];
export const levelPlaces = ["level", "severity", "lvl", "log.level", "levelname", "PRIORITY"];
export const messageNames = ["message", "msg", "log", "text", "body"];
export const hostNames = ["host", "hostname", "host.name"];
export const serviceNames = ["service", "service.name", "app", "application"];
