// SPDX-License-Identifier: Apache-2.0
// What every part of the page uses. All parts are classic scripts, joined when the program is built.
(function (page) {
  "use strict";

  var MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December"];
  var DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

  // How far the server's clock is ahead of the viewer's, in milliseconds.
  page.clockAhead = 0;

  page.now = function () {
    return Date.now() + page.clockAhead;
  };

  // An element with attributes, listeners (names that begin with "on") and children; texts stay texts.
  page.el = function (tag, attributes) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      var value = attributes[name];
      if (name.slice(0, 2) === "on") {
        element.addEventListener(name.slice(2), value);
      } else if (value === true) {
        element.setAttribute(name, "");
      } else if (value !== false && value !== null && value !== undefined) {
        element.setAttribute(name, value);
      }
    });
    Array.prototype.slice.call(arguments, 2).forEach(function (child) {
      if (child !== null && child !== undefined) {
        element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
      }
    });
    return element;
  };

  // Sets a text only when it changes, so that screen readers do not read it again.
  page.setText = function (element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  };

  page.setAttribute = function (element, name, value) {
    if (element.getAttribute(name) !== value) {
      element.setAttribute(name, value);
    }
  };

  page.clear = function (element) {
    while (element.firstChild) {
      element.removeChild(element.firstChild);
    }
  };

  // "a=1&b=2" as an object.
  page.parse = function (text) {
    var values = {};
    text.replace(/^[?#]/, "").split("&").forEach(function (pair) {
      if (pair) {
        var equals = pair.indexOf("=");
        var name = equals < 0 ? pair : pair.slice(0, equals);
        var value = equals < 0 ? "" : pair.slice(equals + 1);
        try {
          values[decodeURIComponent(name)] = decodeURIComponent(value.replace(/\+/g, "%20"));
        } catch (error) {
          values[name] = value;
        }
      }
    });
    return values;
  };

  page.format = function (values) {
    return Object.keys(values).filter(function (name) {
      return values[name] !== undefined && values[name] !== null;
    }).map(function (name) {
      // Colons of times stay readable.
      return encodeURIComponent(name) + (values[name] === "" ? "" : "=" +
        encodeURIComponent(values[name]).replace(/%3A/g, ":"));
    }).join("&");
  };

  // A day as a date that has nothing to do with the viewer's zone.
  page.dateOf = function (day) {
    var parts = day.split("-");
    return new Date(Date.UTC(Number(parts[0]), Number(parts[1]) - 1, Number(parts[2])));
  };

  page.dayOf = function (date) {
    return date.toISOString().slice(0, 10);
  };

  page.dayWords = function (day) {
    var date = page.dateOf(day);
    return DAYS[date.getUTCDay()] + " " + date.getUTCDate() + " " + MONTHS[date.getUTCMonth()] + " " +
      date.getUTCFullYear();
  };

  page.shortDay = function (day) {
    var date = page.dateOf(day);
    return date.getUTCDate() + " " + MONTHS[date.getUTCMonth()].slice(0, 3) + " " + date.getUTCFullYear();
  };

  page.monthWords = function (month) {
    return MONTHS[Number(month.slice(5, 7)) - 1] + " " + month.slice(0, 4);
  };

  // Of "2026-11-23T14:41:29+01:00".
  page.local = function (text) {
    return {day: text.slice(0, 10), time: text.slice(11, 19), offset: text.slice(19)};
  };

  page.minutesOf = function (offset) {
    if (offset === "Z") {
      return 0;
    }
    var minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
    return offset.charAt(0) === "-" ? -minutes : minutes;
  };

  // "times in Europe/Berlin" where the viewer's clock shows another time; else empty.
  page.zoneNote = function (at, local, zone) {
    var offset = page.local(local).offset;
    if (-new Date(at).getTimezoneOffset() === page.minutesOf(offset)) {
      return "";
    }
    return "times in " + (zone || "UTC" + offset);
  };

  page.ageWords = function (milliseconds) {
    var minutes = Math.floor(milliseconds / 60000);
    if (milliseconds < -300000) {
      return "age unknown";
    }
    if (minutes < 1) {
      return "just now";
    }
    if (minutes < 60) {
      return minutes + " min ago";
    }
    if (minutes < 48 * 60) {
      return Math.floor(minutes / 60) + " h ago";
    }
    return Math.floor(minutes / 1440) + " days ago";
  };

  // A picture that is decoded and can be shown at once.
  page.loadImage = function (url, description) {
    return new Promise(function (resolve, reject) {
      var image = new Image();
      image.alt = description;
      image.decoding = "async";
      image.onload = function () {
        var done = function () { resolve(image); };
        // Some browsers cannot say when a picture is decoded, others fail to although they can show it.
        if (image.decode) {
          image.decode().then(done, done);
        } else {
          done();
        }
      };
      image.onerror = function () { reject(new Error("cannot load the picture")); };
      image.src = url;
    });
  };

  page.isTyping = function (target) {
    var tag = target.tagName;
    var type = (target.type || "").toLowerCase();
    return tag === "SELECT" || tag === "TEXTAREA" ||
      (tag === "INPUT" && type !== "range" && type !== "checkbox");
  };
}(window.ringPage = window.ringPage || {}));
