#!/usr/bin/env bash
# Fetches what the C++ side needs and git does not hold: an Emscripten compiler, and third-party source in
# third_party/. Everything is pinned and verified by SHA-256, whichever way it came. A second run finds all of it
# in place and touches no network.
#
#   ./emsdk-setup.sh                     fetch what is missing, repair what is damaged
#   ./emsdk-setup.sh --sources           the same without the compiler: enough for a native build
#   eval "$(./emsdk-setup.sh --env)"     put this compiler on the PATH of the current shell
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
third_party="$PWD/third_party"

emcc_least=3.1.6
emsdk_version=4.0.15
emsdk_url=https://github.com/emscripten-core/emsdk/archive/refs/tags/$emsdk_version.tar.gz
emsdk_sha=35be7626493e3bd22860ee2177147f9bca3b6ff871edeab27c5b061a9ed9d23d

# A version leaves a suite when a newer one arrives, so more than one suite is asked.
debian_suites="sid trixie bookworm"

# --- what is pinned --------------------------------------------------------------------------------------------
# For each: the paths that the build uses, the SHA-256 of that tree (see tree_sha), where upstream publishes it,
# the SHA-256 of the distribution's archive. Debian repacks Dear ImGui, so its archives differ; the trees do not.

pin() {
  case $1 in
    imgui)
      title="Dear ImGui 1.92.2b"
      paths="LICENSE.txt imconfig.h imgui.cpp imgui.h imgui_draw.cpp imgui_internal.h imgui_tables.cpp
             imgui_widgets.cpp imstb_rectpack.h imstb_textedit.h imstb_truetype.h"
      tree=679c3e25b16c5b102ceb9f2124fc59152dbd7727a10f488deff392476002bf62
      url=https://github.com/ocornut/imgui/archive/refs/tags/v1.92.2b.tar.gz
      debian_package=imgui
      debian_sha=e7bd201d56b5ee90d24d5dac85e5c12f98bdb95410252a62d27b7f89e4566d48
      ;;
    nlohmann_json)
      title="nlohmann/json 3.11.3"
      paths="LICENSE.MIT include"
      tree=abcb5e3dba744a59b557c9f9ff6ef80b4c6b7c75038b1df2ffe41daea7a1bc45
      url=https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz
      debian_package=nlohmann-json3
      debian_sha=0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406
      ;;
    catch2)
      title="Catch2 3.7.1"
      paths="LICENSE.txt CMakeLists.txt CMake src extras"
      tree=3ace6659f835383c0400344df1b3fa84fdc2e8af0feb9881145f90fdfd6d14fa
      url=https://github.com/catchorg/Catch2/archive/refs/tags/v3.7.1.tar.gz
      debian_package=catch2
      debian_sha=c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
      ;;
    simdjson)
      title="simdjson 3.0.1"
      paths="LICENSE include src"
      tree=1a4ff8204fc75e98ea15f547677c386d051113e7b74c328dbf3c4377f92503ab
      url=https://github.com/simdjson/simdjson/archive/refs/tags/v3.0.1.tar.gz
      debian_package=simdjson
      debian_sha=156b1bc5eb0561b2bd166b46d191fd3d95a3e709cc63761477d3b7aec2b6e9ed
      ;;
    snowball)
      title="Snowball 2.2.0"
      paths="COPYING compiler runtime algorithms/english.sbl algorithms/russian.sbl"
      tree=8fa01ec5dfbf6fcf5e13879be01cba1d86bae0ecd9497488bafdb161b37388b7
      url=https://github.com/snowballstem/snowball/archive/refs/tags/v2.2.0.tar.gz
      debian_package=snowball
      debian_sha=425cdb5fba13a01db59a1713780f0662e984204f402d3dae1525bda9e6d30f1a
      ;;
  esac
}

# --- small tools -----------------------------------------------------------------------------------------------

problems=()
problem() { problems+=("$1"); }
has() { command -v "$1" >/dev/null 2>&1; }
say() { echo "emsdk-setup: $1"; }

if has sha256sum; then
  sha() { sha256sum "$@"; }
else
  sha() { shasum -a 256 "$@"; }
fi

# One number for all files of a folder: the hash of the list of their hashes. Nothing but content and paths counts.
tree_sha() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 bash -c "$(declare -f sha); sha \"\$@\"" _ | sha | cut -d' ' -f1); }

file_is() { [ "$(sha "$1" | cut -d' ' -f1)" = "$2" ]; }

at_least() {
  local -a have want
  IFS=. read -ra have <<<"$1"
  IFS=. read -ra want <<<"$2"
  for i in 0 1 2; do
    ((10#${have[i]:-0} == 10#${want[i]:-0})) || return $((10#${have[i]:-0} < 10#${want[i]:-0}))
  done
}

scratch=
make_scratch() {
  [ -z "$scratch" ] || return 0
  mkdir -p "$third_party"
  scratch=$(mktemp -d "$third_party/.fetch.XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
}

online=
github_answers() {
  if [ -z "$online" ]; then
    online=no
    if has curl && curl -fsIL --connect-timeout 4 --max-time 8 -o /dev/null https://github.com 2>/dev/null; then online=yes; fi
  fi
  [ $online = yes ]
}

download() { curl -fsSL --connect-timeout 10 --retry 2 -o "$2" "$1" 2>>"$scratch/log"; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif has sudo; then sudo "$@"; else return 1; fi
}

apt_install() {
  has apt-get || return 1
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get install -qq --no-install-recommends "$@" >>"$scratch/log" 2>&1 && return
  as_root apt-get update -qq >>"$scratch/log" 2>&1
  as_root apt-get install -qq --no-install-recommends "$@" >>"$scratch/log" 2>&1
}

# --- Debian source packages, without touching the system's apt -------------------------------------------------

apt_private() {
  "$@" -o Dir::Etc::sourcelist="$scratch/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$scratch/apt/lists" -o Dir::Cache="$scratch/apt/cache" -o Debug::NoLocking=1 \
    -o APT::Sandbox::User=root -o Acquire::Check-Valid-Until=false 2>>"$scratch/log"
}

debian_indexes=
debian_sources_known() {
  if [ -z "$debian_indexes" ]; then
    debian_indexes=no
    has apt-get || return 1
    mkdir -p "$scratch/apt/lists/partial" "$scratch/apt/cache/archives/partial"
    # Neither signatures nor fresh indexes are needed: what is fetched must have the SHA-256 pinned above.
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>>"$scratch/log" | sort -u |
      while read -r origin mirror; do
        [[ $origin == Debian && $mirror != *-security/ ]] || continue
        for suite in $debian_suites; do echo "deb-src [trusted=yes] ${mirror%/} $suite main"; done
      done >"$scratch/apt/sources.list"
    [ -s "$scratch/apt/sources.list" ] || return 1
    apt_private apt-get update -qq >>"$scratch/log" || true
    debian_indexes=yes
  fi
  [ $debian_indexes = yes ]
}

# from_debian PACKAGE SHA FILE: the archive of that source package with that hash, from whichever suite has it
from_debian() {
  debian_sources_known || return 1
  local place
  place=$(apt_private apt-cache showsrc "$1" | awk -v sha="$2" '
    /^Package:/ { file = "" }
    $1 == sha { file = $3 }
    /^Directory:/ && file != "" { gsub(/\+/, "%2b", file); print $2 "/" file; exit }')
  [ -n "$place" ] || return 1
  cut -d' ' -f3 "$scratch/apt/sources.list" | sort -u | while read -r mirror; do
    apt_private /usr/lib/apt/apt-helper download-file "$mirror/$place" "$3" "SHA256:$2" >>"$scratch/log" && break
  done
  [ -f "$3" ] && file_is "$3" "$2"
}

# --- third-party source ----------------------------------------------------------------------------------------

# unpack ARCHIVE: its wanted paths into third_party/NAME, all at once, and only when they are what is pinned
unpack() {
  local archive=$1 name=$2
  rm -rf "$scratch/unpacked" "$scratch/tree"
  mkdir "$scratch/unpacked" "$scratch/tree"
  tar -xf "$archive" -C "$scratch/unpacked" --strip-components=1 2>>"$scratch/log" || return 1
  for path in $paths; do
    cp -R "$scratch/unpacked/$path" "$scratch/tree/" 2>>"$scratch/log" || return 1
  done
  [ "$(tree_sha "$scratch/tree")" = "$tree" ] || return 1
  rm -rf "${third_party:?}/$name"
  mv "$scratch/tree" "$third_party/$name"
}

source_tree() {
  local name=$1 title paths tree url debian_package debian_sha why
  pin "$name"
  [ -d "$third_party/$name" ] && [ "$(tree_sha "$third_party/$name")" = "$tree" ] && return
  make_scratch
  [ ! -d "$third_party/$name" ] || say "third_party/$name is damaged, fetching it again"
  why="neither github.com nor a Debian mirror answered"
  has curl || has apt-get || why="there is no curl to fetch it with"
  if github_answers && download "$url" "$scratch/$name.tar"; then
    unpack "$scratch/$name.tar" "$name" && say "$title from upstream" && return
    why="what github.com sent is not the pinned version"
  fi
  if from_debian "$debian_package" "$debian_sha" "$scratch/$name.tar"; then
    has xz || apt_install xz-utils || true
    unpack "$scratch/$name.tar" "$name" && say "$title from Debian's source package" && return
    why="what Debian sent could not be unpacked"
  fi
  problem "$title is missing ($why): check the connection and run ./emsdk-setup.sh again."
}

# --- stemmers --------------------------------------------------------------------------------------------------

# Snowball publishes its stemmers as programs in a language of its own. They are translated to C here, once, because a
# build for the browser has no compiler for this machine. The same text comes out on every machine.
stemmers_sha=dc0e0e0531d956437155617851fb0588c81453355fa56544c21a261e9cd20a78

stemmers() {
  local source=$third_party/snowball made=$third_party/stemmers language name
  [ -d "$source" ] || return 0
  [ -d "$made" ] && [ "$(tree_sha "$made")" = $stemmers_sha ] && return
  make_scratch
  mkdir -p "$scratch/stemmers"
  for name in ${CC:-} cc gcc clang $(compgen -c | grep -E '^(gcc|clang)-[0-9]+$' | sort -u); do
    has "$name" && "$name" -w -o "$scratch/snowball-compiler" "$source"/compiler/*.c 2>>"$scratch/log" && break
  done
  for language in english russian; do
    "$scratch/snowball-compiler" "$source/$language.sbl" -o "$scratch/stemmers/$language" -eprefix "${language}_" \
      -r snowball/runtime -u >>"$scratch/log" 2>&1 || true
  done
  if [ "$(tree_sha "$scratch/stemmers")" = $stemmers_sha ]; then
    rm -rf "$made"
    mv "$scratch/stemmers" "$made"
  elif [ -x "$scratch/snowball-compiler" ]; then
    problem "The stemmers could not be made: Snowball's compiler, built here, did not write what was expected."
  else
    problem "The stemmers could not be made: install a C compiler (cc, which comes with g++ or clang) and run ./emsdk-setup.sh again."
  fi
}

# --- the compiler ----------------------------------------------------------------------------------------------

emcc_version() { "$1" --version 2>/dev/null | sed -n '1s/^emcc .*) \([0-9][0-9.]*\).*/\1/p'; }
good_emcc() {
  local version
  has "$1" || return 1
  version=$(emcc_version "$1")
  [ -n "$version" ] && at_least "$version" $emcc_least
}

official_emcc=$third_party/emsdk/upstream/emscripten/emcc

official_emsdk() {
  github_answers && has python3 || return 1
  download $emsdk_url "$scratch/emsdk.tar" && file_is "$scratch/emsdk.tar" $emsdk_sha || return 1
  mkdir "$scratch/emsdk"
  tar -xf "$scratch/emsdk.tar" -C "$scratch/emsdk" --strip-components=1 || return 1
  say "installing emsdk $emsdk_version, a download of some 400 MB"
  (cd "$scratch/emsdk" && ./emsdk install $emsdk_version && ./emsdk activate $emsdk_version) >>"$scratch/log" 2>&1 || return 1
  rm -rf "$third_party/emsdk"
  mv "$scratch/emsdk" "$third_party/emsdk"
  good_emcc "$official_emcc" && say "emcc $(emcc_version "$official_emcc") from the official emsdk"
}

compiler() {
  good_emcc emcc || good_emcc "$official_emcc" && return
  make_scratch
  official_emsdk && return
  # node-acorn: Debian's emcc runs JavaScript tools that need it and only recommends it.
  if apt_install emscripten node-acorn && good_emcc emcc; then
    say "emcc $(emcc_version emcc) from the distribution"
    return
  fi
  if has apt-get && [ "$(id -u)" != 0 ] && ! has sudo; then
    problem "An emcc of at least $emcc_least is missing: run as root \"apt-get install --no-install-recommends emscripten node-acorn\"."
  elif has apt-get; then
    problem "An emcc of at least $emcc_least is missing and neither github.com nor the distribution's package could be had: install Emscripten and put emcc on the PATH."
  else
    problem "An emcc of at least $emcc_least is missing and github.com did not answer: install Emscripten (https://emscripten.org, or \"brew install emscripten\") and put emcc on the PATH."
  fi
}

print_env() {
  if ! good_emcc emcc && good_emcc "$official_emcc"; then
    printf 'export PATH=%q:"$PATH"\n' "$(dirname "$official_emcc")"
  elif [ -d /usr/share/nodejs/acorn ] && [[ $(readlink -f "$(command -v emcc)") == /usr/share/emscripten/* ]]; then
    # Debian's emcc expects Debian's Node; another Node does not look there for modules.
    echo 'export NODE_PATH="${NODE_PATH:+$NODE_PATH:}/usr/share/nodejs"'
  fi
}

# --- main ------------------------------------------------------------------------------------------------------

case ${1:-} in
  --env) print_env && exit ;;
  --sources | '') ;;
  *) echo "emsdk-setup: unknown option \"$1\"; there are --sources and --env." >&2 && exit 2 ;;
esac

for name in imgui nlohmann_json catch2 simdjson snowball; do source_tree $name; done
stemmers
[ "${1:-}" = --sources ] || compiler

if [ ${#problems[@]} -gt 0 ]; then
  printf 'emsdk-setup: %s\n' "${problems[@]}" >&2
  mkdir -p build/logs && cp "$scratch/log" build/logs/emsdk-setup.log 2>/dev/null && echo "emsdk-setup: details are in build/logs/emsdk-setup.log." >&2
  exit 1
fi
