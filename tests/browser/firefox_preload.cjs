"use strict";

// Loaded into Playwright's driver by NODE_OPTIONS. Of every browser it asks to pretend a screen and a colour scheme,
// and it gives up where such a command is unknown, as one is in Firefox ESR 153. Here that refusal counts as an
// answer, and a Firefox that knows all commands is left alone. No test needs the pretended screen; colour schemes
// are set by preferences.
//
// And it opens each page in a window of its own, with all that Firefox draws around a page: a tab takes 0.6 s of
// the processor instead of 1.0.

const COMMANDS = [
  "emulation.setMediaFeaturesOverride",
  "emulation.setScreenOrientationOverride",
  "emulation.setScreenSettingsOverride",
];
const { parse, stringify } = JSON;
const asked = new Set();

JSON.stringify = (value, ...others) => {
  if (value?.method === "browsingContext.create") value.params.type = "tab";
  if (COMMANDS.includes(value?.method)) asked.add(value.id);
  return stringify(value, ...others);
};

JSON.parse = (text, ...others) => {
  const value = parse(text, ...others);
  const isAnswer = (value?.type === "success" || value?.type === "error") && asked.delete(value.id);
  const isRefused = isAnswer && value.error === "unknown command";
  return isRefused ? { type: "success", id: value.id, result: {} } : value;
};
