// How Dear ImGui is built here (IMGUI_USER_CONFIG). The widget uses its draw lists only.
#pragma once

#include <math.h>
#include <stdlib.h>

#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DISABLE_FILE_FUNCTIONS

// SSE's approximate reciprocal root differs between makes of processor, and libraries differ in their sines. Pixels
// are to be the same everywhere; and the sines below take a tenth of the module that the library's would.
#define IMGUI_DISABLE_SSE
#define IMGUI_DISABLE_DEFAULT_MATH_FUNCTIONS

// Taylor's series to x¹² on a quarter turn: within 1e-6 for the few turns that a draw list asks for.
inline float ImCos(float x) {
  const float turn = 6.28318531f;
  x = fabsf(x - turn * floorf(x / turn + 0.5f));
  const bool past_quarter = x > turn / 4;
  if (past_quarter) x = turn / 2 - x;
  const float s = x * x;
  const float cosine = 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90 * (1 - s / 132)))));
  return past_quarter ? -cosine : cosine;
}

inline float ImSin(float x) { return ImCos(x - 1.57079633f); }

// Abramowitz and Stegun (1964), 4.4.45: within 7e-5. It only chooses how many segments a circle gets.
inline float ImAcos(float x) {
  const float a = fabsf(x);
  const float angle = sqrtf(1 - a) * (1.5707288f + a * (-0.2121144f + a * (0.0742610f - a * 0.0187293f)));
  return x < 0 ? 3.14159265f - angle : angle;
}

#define ImFabs(X) fabsf(X)
#define ImSqrt(X) sqrtf(X)
#define ImFmod(X, Y) fmodf((X), (Y))
#define ImAtan2(Y, X) atan2f((Y), (X))
#define ImAtof(STR) atof(STR)
#define ImCeil(X) ceilf(X)
inline float ImPow(float x, float y) { return powf(x, y); }
inline double ImPow(double x, double y) { return pow(x, y); }
inline float ImLog(float x) { return logf(x); }
inline double ImLog(double x) { return log(x); }
inline int ImAbs(int x) { return x < 0 ? -x : x; }
inline float ImAbs(float x) { return fabsf(x); }
inline double ImAbs(double x) { return fabs(x); }
inline float ImSign(float x) { return x < 0 ? -1.0f : x > 0 ? 1.0f : 0.0f; }
inline double ImSign(double x) { return x < 0 ? -1.0 : x > 0 ? 1.0 : 0.0; }
inline float ImRsqrt(float x) { return 1 / sqrtf(x); }
inline double ImRsqrt(double x) { return 1 / sqrt(x); }
