# lmdm in Sonic Pi. While `lmdm serve` runs, paste this into a buffer, or evaluate
#   run_file "/path/to/lmdm/patches/sonic-pi/first_sound.rb"

use_bpm 110
use_osc "127.0.0.1", 57140

osc "/lmdm/prompt", "warm slow pad"
osc "/lmdm/ramp", "brightness", 0.7, 8

# refusals, and whatever others change, arrive as cues (2: without levels and heartbeat);
# a subscription lasts a minute
live_loop :lmdm_news do
  osc "/lmdm/notify", 2, 4560
  sleep 40
end

live_loop :lmdm_refusals do
  use_real_time
  address, _, text = sync "/osc*/lmdm/fail"
  puts "lmdm refused #{address}: #{text}"
end

# the beat that it is: at each bar
live_loop :lmdm_beat do
  osc "/lmdm/clock", current_bpm, 4 * tick
  sleep 4
end

live_loop :moves do
  osc "/lmdm/param/density", (ring 1, 3, 6, 2).tick
  osc "/lmdm/note", (ring 60, 67, 63).look, 0.8, 1.5 # pitch, loudness, seconds
  sleep 4
end

live_loop :drum do
  sample :bd_haus, amp: 0.5
  sleep 1
end
