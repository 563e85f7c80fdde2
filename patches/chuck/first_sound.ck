// chuck patches/chuck/lmdm.ck patches/chuck/first_sound.ck     (while lmdm serve runs)
// A bass line of ChucK's over lmdm, on one beat.

Lmdm m;
m.connect();
m.prompt( "warm slow pad" );
m.ramp( "brightness", 0.7, 8::second );

110.0 => float bpm;
( 60 / bpm )::second => dur beat;
SinOsc bass => ADSR shape => dac;
shape.set( 5::ms, 200::ms, 0, 10::ms );
0.2 => bass.gain;

[ 36, 36, 43, 41 ] @=> int line[];
for( 0 => int k; k < 64; k++ )
{
    if( k % 4 == 0 ) m.clock( bpm, k );
    if( k == 16 ) m.prompt( "drum loop" );
    if( k == 32 ) m.set( "density", 6 );
    if( k % 8 == 7 ) m.note( line[ k % 4 ] + 36, 0.8, beat );
    line[ k % 4 ] => Std.mtof => bass.freq;
    shape.keyOn();
    beat => now;
}
m.free( "density" );
m.free( "brightness" );
m.free( "notes" );
m.free( "clock" );
1::second => now;
