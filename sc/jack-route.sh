#!/bin/sh
# Takes the daemon's sound into SuperCollider, or gives it back; lets the daemon hear SuperCollider, or
# no more. LMDMSound.sc calls it; it says what it did.
#
#   jack-route.sh take|give|hear|unhear DAEMON SC LEFT RIGHT
#
# DAEMON and SC are JACK client names; LEFT and RIGHT the numbers of SuperCollider's input ports.
# `take` connects DAEMON:out_1/2 to those two inputs, and undoes what would spoil it: the daemon's
# own way to the speakers (everything would be heard twice) and a microphone on the same inputs.
# What it undid is remembered in a file, from which `give` restores it. `hear` connects SC's output
# ports LEFT and RIGHT to DAEMON:in_1/2, and leaves them no other way out.
set -u
verb=$1 daemon=$2 sc=$3 left=$4 right=$5
export JACK_NO_START_SERVER=1
memory="${XDG_RUNTIME_DIR:-${TMPDIR:-/tmp}}/lmdm-undone-$(id -u)-$daemon-$sc"

if ! command -v jack_lsp >/dev/null 2>&1; then
	echo "LMDM: jack_lsp and jack_connect are missing (Debian: jackd2 or jack-example-tools)." >&2
	exit 3
fi

graph=$(jack_lsp -c 2>/dev/null)

exists() { printf '%s\n' "$graph" | grep -Fqx "$1"; }

# the ports that port $1 is connected to, one a line; port names may hold spaces
peers() {
	printf '%s\n' "$graph" | while IFS= read -r line; do
		case $line in
			"   "*) [ "${here:-}" = "$1" ] && printf '%s\n' "${line#   }" ;;
			*) here=$line ;;
		esac
	done
}

# runs a command until it succeeds: on a busy server a JACK client cannot always begin at once
again() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ "$tries" -gt 10 ] && return 1
		sleep 0.2
	done
}

undo() {
	if ! again jack_disconnect "$1" "$2"; then
		echo "LMDM: could not disconnect $1 from $2." >&2
		return 0
	fi
	printf '%s\t%s\n' "$1" "$2" >>"$memory"
	echo "LMDM: disconnected $1 from $2."
}

feed() {
	source=$1 target=$2
	peers "$source" | while IFS= read -r other; do
		[ "$other" = "$target" ] || again jack_disconnect "$source" "$other"
	done
	if ! peers "$source" | grep -Fqx "$target"; then
		if ! again jack_connect "$source" "$target"; then
			echo "LMDM: could not connect $source to $target." >&2
			exit 5
		fi
		echo "LMDM: connected $source to $target."
	fi
}

take() {
	source=$1 target=$2
	peers "$target" | while IFS= read -r other; do
		[ "$other" = "$source" ] || undo "$other" "$target"
	done
	peers "$source" | grep -F ":playback_" | while IFS= read -r other; do
		undo "$source" "$other"
	done
	if ! peers "$source" | grep -Fqx "$target"; then
		if ! again jack_connect "$source" "$target"; then
			echo "LMDM: could not connect $source to $target." >&2
			exit 5
		fi
		echo "LMDM: connected $source to $target."
	fi
}

# ports may come a moment after their client says that it is ready
await() {
	tries=0
	until exists "$1"; do
		tries=$((tries + 1))
		if [ "$tries" -gt 20 ]; then
			echo "LMDM: JACK has no port $1." >&2
			exit 4
		fi
		sleep 0.2
		graph=$(jack_lsp -c 2>/dev/null)
	done
}

case $verb in
	take)
		for port in "$daemon:out_1" "$daemon:out_2" "$sc:in_$left" "$sc:in_$right"; do
			await "$port"
		done
		take "$daemon:out_1" "$sc:in_$left"
		take "$daemon:out_2" "$sc:in_$right"
		;;
	give)
		jack_disconnect "$daemon:out_1" "$sc:in_$left" >/dev/null 2>&1 # gone perhaps, with its client
		jack_disconnect "$daemon:out_2" "$sc:in_$right" >/dev/null 2>&1
		if [ -f "$memory" ]; then
			sort -u "$memory" | while IFS="$(printf '\t')" read -r source target; do
				again jack_connect "$source" "$target" &&
					echo "LMDM: connected $source to $target again."
			done
			rm -f "$memory"
		fi
		echo "LMDM: the sound is given back."
		;;
	hear)
		for port in "$sc:out_$left" "$sc:out_$right" "$daemon:in_1" "$daemon:in_2"; do
			await "$port"
		done
		feed "$sc:out_$left" "$daemon:in_1"
		feed "$sc:out_$right" "$daemon:in_2"
		;;
	unhear)
		jack_disconnect "$sc:out_$left" "$daemon:in_1" >/dev/null 2>&1
		jack_disconnect "$sc:out_$right" "$daemon:in_2" >/dev/null 2>&1
		echo "LMDM: lmdm hears nothing of SuperCollider."
		;;
	*)
		echo "usage: jack-route.sh take|give|hear|unhear DAEMON SC LEFT RIGHT" >&2
		exit 2
		;;
esac
